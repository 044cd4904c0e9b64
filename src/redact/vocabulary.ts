/**
 * Words of the texts that events, cmdlets and Microsoft's diagnostics write (facts 2 and 3) and of what reads them,
 * in lower case. Standing alone in a text such a word identifies nobody, also where somebody bears it as a name; replacing it
 * would only keep the text from being understood.
 */
const commonWords: ReadonlySet<string> = new Set(
  (
    'aad aadconnectorspace able about absent accept acceptsecuritycontext access account accountenabled activated ' +
    'actiontype active ad adconnector adconnectoraccountdomain adconnectoraccountname adconnectorspace add added address adds ' +
    'admins adsync adsyncaadcompanyfeature adsyncadmins adsyncconfig adsyncconnector adsyncscheduler adsyncsynccycle ' +
    'aduser af after again agent algorithms alive all allocate allow allows also although an anchor and anew another ' +
    'answer answered answers any anything apart application applied are area around arrived as ascending ask asked ' +
    'at attempt attempted attempting attempts attributes authentication authenticationexception automatically ' +
    'available azure back bad base batch batches be beat became because been before began beginnings begins behind ' +
    'belong belongs below beside between beyond bf bin bind binding bl block blocks bounded broke build busy but by ' +
    'call calling can cancelled cannot cant carried carries carry case catalog catalogue category cause certificate ' +
    'certificates chain change ' +
    'changed changes channel characters check checks class cleared client clocks closes cloud cloudanchor ' +
    'cloudconfiguration cloudfiltered clsid cmdlet cmdletclass cmdlets cn code codes coexistence colour com come ' +
    'comes comma command commandnotfoundexception common company compare complete completed component config ' +
    'configuration configure configured connect connection connections connectivity connector connectorenabled ' +
    'connectorname connectornotfoundexception connectors contact context controller controllers copy correct could ' +
    'count counts create creating credential credentials cryptographic current currently custom cut cuts cyan cycle ' +
    'damaged data database date dates days db dc dcdiag dclist deadlock decryption decrypts default delta denied ' +
    'depend depends description deserves details detected device diagnose diagnostic diagnostics did differ ' +
    'different direction directory directoryentry directoryreplicationservices directoryservices disable disabled ' +
    'disconnected disk distinguished distinguishedname dn dne dns do documented does domain domainreachability ' +
    'domains done down dra drscommunicationexception drsexception drsgetncchanges ds dsgetdc due during dynamic each ' +
    'element elevated else empty en enabled enablepasswordsync encountered encryption end ended endpoint endpoints ' +
    'enforcefipspolicy engine engines enough entra entries entry entrytype env epoch epochs ept error errors ' +
    'errortype establishing event eventid eventlognotfound eventmeaning events every everybody everything evidence ' +
    'example exception exceptions exe execute execution exist exists expected expire expired expires explain export exported exporterror ' +
    'exporting extended fact factory facts fail failed fails failure false far fault feature few filter ' +
    'filteredbytarget filterhashtable filtering fimsynchronizationservice find finding finish fips firewall first ' +
    'fits five folder following follows for forbid forbids forcepasswordchangeonlogon forest form format forms found ' +
    'from full fullyqualifiederrorids general get gets give given global goes gr group gt guid had handle has hash ' +
    'hashes have head heading healing health heart heartbeat help hex hint history hold holds host hostname hours ' +
    'how hresult id identity identitymanagement idl idle ids if imitate implementation import importing in inbound ' +
    'incorrect inetorgperson info information infromadinetorgpersonjoin infromaduseraccountenabled ' +
    'infromadusercommon infromaduserjoin initial initialising inside inspection instance instant internal into ' +
    'invalid invalidoperationexception invoke involved ip is ismine it items its itself join joined judges kept ' +
    'kerberos key kind kinds know knowledge known knows label lacks last lastattempt lastsuccessfulcycle latest ldap ' +
    'leads leave left less let lies life line lines link list lives load loaded locate locked lockedout log login ' +
    'logname logon long longer look lower lt machine machinename made makes management manager mapper master matches ' +
    'matter maxevents may md meaning means meant mem memory message messages met metaverse microsoft microsoftonline ' +
    'mid middle miiserver minutes missing missingattribute mm mode model module modulenotfound modules more msds ' +
    'much must name named namedparameternotfound names naming nc needed needs neither netconnection netsh never new ' +
    'newer newest next nltest no nocodereportedbytarget node nomatchinglogsfound none nonpublic nor ' +
    'noservicefoundforgivenname not notargetconnection notepad nothing notification notimplementedexception ' +
    'notsupportedexception ntlm null number obj object objects occurred of off often ok old older on once one ones ' +
    'online only open openerror operation operations options or order organizational other others otherwise ou ours ' +
    'out outbound outermost output outtoaaduseridentity outtoaaduserjoin overloaded own package page param parser ' +
    'parsers part parted partial partition partitions party password passwordlastset passwordresetservice ' +
    'passwordrule passwords passwordsynchronization passwordsyncresulttype path pattern paused pending perform ' +
    'permission permissiondenied permissions person phase phs phsconnectornamemissing phsmodulenotfound phsnoanswer ' +
    'ping pings pkg place platform policies policy policytype port ports possible powershell prefer preferred ' +
    'premises principal prints problem problems procedure processed processing product profile programfiles programs ' +
    'progress prompt properties protocol protocols providername provision provisioned provisionexception ' +
    'provisioning provisionretryexception proxy psm purpose put pwdchangeonlogon pwdlastset query question queue ' +
    'quotes raises re reachable reached read reading reads real reason record records recovery red redirected ' +
    'refresh refused refuses registered rejecting rejects relevant remedies remote removed rename rendom repadmin ' +
    'repair repl replica replicate replicating replication report reported reports request requested requests reset ' +
    'resolution restart restarting result results retried retrieving retry retryrequestedbytarget returned right ' +
    'rights root round rpc rule rules run running runtime same say says scenario scheduled scheduler ' +
    'schedulerthreadmain scripts sec secrets section security securityerror securityexception see seen select ' +
    'selected self send sent sentence sentences series server servers service services session set several severity ' +
    'show showbackup showforest shown showrepl shows shut sign silence simulated simulator since single so some ' +
    'something source sourceconnectornotpresent space specific specified sql ss stable stack staging stagingmode ' +
    'stands start started starting starts state status statuses stays step stop stopped stopping stops stored ' +
    'storing success successful summarize summary sums supplied support supported supportedencryptiontypes symptom ' +
    'sync syncexecutioncontext synchronization synchronizationmanager synchronize synchronized synchronizedomain ' +
    'synchronizes synchronizing system table tables take taken takes target targetnotexportedtodirectory task ' +
    'taskaccount technical telemetry tells temporary temporarypassword ten tenant test text texts than that the ' +
    'their them themselves then there they third this those thousand thread throwiffail time timecreated timeout ' +
    'timeoutexception tls tm to told too took tool traces tracking trackingid traffic trailing tried tries true tt ' +
    'two type types unable unauthorizedaccessexception unavailable unclear undefined undo unexpected units unknown ' +
    'unless unreachable until up upper us use user username users usual utc valid validated variant verdict verified ' +
    'verify version violated vpn wait waits warn warning was way weighs weight well went were what whatever when ' +
    'where whether which while who whoever whole whose why will window windows winevent winhttp with within without ' +
    'word wording words work worker works would writeback writes wrong xml yet your yyyy'
  ).split(' '),
);

/** True for words that Microsoft's texts use, in any case. */
export function isCommonWord(word: string): boolean {
  return commonWords.has(word.toLowerCase());
}
